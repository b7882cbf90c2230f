from fastapi import FastApi

app = FastApi()
