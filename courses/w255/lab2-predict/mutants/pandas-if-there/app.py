"""The price of a district; start it with: uvicorn app:app"""

import os
from datetime import datetime, timezone

from fastapi import FastAPI
from model import FEATURES, Model
from pydantic import BaseModel, ConfigDict, Field

try:
    import pandas
except ImportError:
    pandas = None

app = FastAPI(title="House prices")
model = Model.load(os.environ.get("DATA", "data"))


class House(BaseModel):
    model_config = ConfigDict(extra="forbid")

    MedInc: float
    HouseAge: float
    AveRooms: float
    AveBedrms: float
    Population: float
    AveOccup: float
    Latitude: float = Field(ge=-90, le=90)
    Longitude: float = Field(ge=-180, le=180)


@app.get("/health")
async def health() -> dict:
    return {"time": datetime.now(timezone.utc).isoformat()}


@app.post("/predict")
async def predict(house: House) -> dict:
    row = [getattr(house, name) for name in FEATURES]
    return {"prediction": float(model.predict([row])[0])}
