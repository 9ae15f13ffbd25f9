"""Removes what the policy no longer keeps. By default it keeps everything."""
