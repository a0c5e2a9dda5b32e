#!/bin/sh
touch /tmp/glovebox-pwned
exec "$@"
