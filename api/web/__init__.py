"""The web page: rendered here, for people who sign in with an API key. `docs/decisions/0060-web-page.md` says how a
page is added. Pages call what the endpoints of /v1 call; none asks the API over HTTP."""
