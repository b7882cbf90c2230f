"""Prices of districts; start it with: uvicorn app:app"""

import hashlib
import json
import os

import numpy as np
import redis.asyncio as redis
from fastapi import FastAPI
from model import FEATURES, Model
from pydantic import BaseModel, ConfigDict, Field

EXPIRES_S = 60
SLOWEST_CACHE_S = 0.1

app = FastAPI(title="House prices in bulk")
model = Model.load(os.environ.get("DATA", "data"))
cache = redis.from_url(
    os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
    socket_timeout=SLOWEST_CACHE_S,
    socket_connect_timeout=SLOWEST_CACHE_S,
)


class House(BaseModel):
    model_config = ConfigDict(extra="forbid")

    MedInc: float
    HouseAge: float
    AveRooms: float
    AveBedrms: float
    Population: float
    AveOccup: float
    Latitude: float
    Longitude: float


class Houses(BaseModel):
    model_config = ConfigDict(extra="forbid")

    houses: list[House] = Field(min_length=1)


class Prices(BaseModel):
    predictions: list[float]


@app.get("/health")
async def health() -> dict:
    return {"status": "healthy"}


@app.post("/bulk-predict")
async def bulk_predict(body: Houses) -> Prices:
    rows = np.array([[getattr(house, name) for name in FEATURES] for house in body.houses])
    key = "prices:" + hashlib.sha256(rows.tobytes()).hexdigest()
    kept = await recall(key)
    if kept is None:
        kept = [float(model.predict(row[None])[0]) for row in rows]
        await keep(key, kept)
    return Prices(predictions=kept)


async def recall(key: str) -> list[float] | None:
    """What was kept under ``key``; a cache that fails is a miss."""
    try:
        found = await cache.get(key)
    except redis.RedisError:
        return None
    return json.loads(found) if found else None


async def keep(key: str, prices: list[float]) -> None:
    try:
        await cache.set(key, json.dumps(prices), ex=EXPIRES_S)
    except redis.RedisError:
        return
