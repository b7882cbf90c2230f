"""The price of a district; start it with: uvicorn app:app"""

import os

from fastapi import FastAPI
from model import Model

app = FastAPI()


@app.get("/health")
def health() -> dict:
    return {"status": "healthy"}


@app.post("/predict")
def predict(house: dict) -> dict:
    model = Model.load(os.environ.get("DATA", "data"))
    return {"prediction": str(model.predict([list(house.values())])[0])}
