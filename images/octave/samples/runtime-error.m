error("wrong");
