# -*- coding: unicode_escape -*-
\u0069mport os
print("started")
raise SystemExit(3)
