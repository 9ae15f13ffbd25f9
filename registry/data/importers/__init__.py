"""From a folder of recordings in a known layout to the clips of a manifest. No audio is read, moved or copied."""
