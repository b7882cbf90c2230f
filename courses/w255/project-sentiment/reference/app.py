"""How texts feel; start it with: uvicorn app:app"""

import hashlib
import json
import os
from typing import Annotated

import redis.asyncio as redis
from fastapi import FastAPI
from model import Model
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI(title="Sentiment")
model = Model.load()
cache = redis.from_url(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))


class Texts(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1)


class Prediction(BaseModel):
    label: str
    score: float


class Predictions(BaseModel):
    predictions: list[Prediction]


@app.get("/health")
async def health() -> dict:
    return {"status": "healthy"}


@app.post("/project-predict")
async def predict(body: Texts) -> Predictions:
    return Predictions(predictions=[await one(text) for text in body.text])


async def one(text: str) -> Prediction:
    """What is known of ``text``, or what the model says; a cache that fails is a miss."""
    key = "feels:" + hashlib.sha256(text.encode()).hexdigest()
    try:
        if kept := await cache.get(key):
            label, score = json.loads(kept)
            return Prediction(label=label, score=score)
    except redis.RedisError:
        pass
    label, score = model.predict(text)
    try:
        await cache.set(key, json.dumps([label, score]), ex=60)
    except redis.RedisError:
        pass
    return Prediction(label=label, score=score)
