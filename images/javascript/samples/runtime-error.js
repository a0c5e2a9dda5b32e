null.missing();
