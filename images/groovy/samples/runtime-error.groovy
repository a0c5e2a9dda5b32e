throw new IllegalStateException('wrong')
