MODULE main;

FROM FIO IMPORT StdIn, StdOut, ReadChar, WriteChar, EOF, FlushBuffer;

VAR
  ch: CHAR;
BEGIN
  LOOP
    ch := ReadChar(StdIn);
    IF EOF(StdIn) THEN EXIT END;
    WriteChar(StdOut, ch)
  END;
  FlushBuffer(StdOut)
END main.
