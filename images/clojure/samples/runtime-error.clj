(throw (IllegalStateException. "wrong"))
