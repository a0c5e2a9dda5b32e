import json
import random

print("contained", json.NAME)
