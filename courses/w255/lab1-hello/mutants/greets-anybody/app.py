from fastapi import FastAPI

app = FastAPI()


@app.get("/hello")
def hello(name: str = "World") -> dict:
    return {"message": f"Hello {name}"}
