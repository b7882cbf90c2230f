"""Prices of districts; start it with: uvicorn app:app"""

import os

from fastapi import FastAPI
from model import FEATURES, Model

app = FastAPI()
model = Model.load(os.environ.get("DATA", "data"))


@app.get("/health")
def health() -> dict:
    return {"status": "healthy"}


@app.post("/bulk-predict")
def bulk_predict(body: dict) -> dict:
    prices = []
    for house in body["houses"]:
        row = [house[name] for name in FEATURES]
        prices.append(float(model.predict([row])[0]))
    return {"predictions": prices}
