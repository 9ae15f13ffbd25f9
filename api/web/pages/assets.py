"""The files that pages load. Open: there is nothing of anybody in them."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.web.assets import assets
from speechscan.errors import NotFound

_KEPT = "public, max-age=31536000, immutable"

router = APIRouter()


@router.get("/static/{digest}/{name}")
async def read_asset(digest: str, name: str) -> Response:
    asset = assets().get(name)
    if asset is None:
        raise NotFound("There is no such file.")
    # While an update is under way, a page of one version may ask a process of the other.
    kept = _KEPT if digest == asset.digest else "no-cache"
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": kept})
