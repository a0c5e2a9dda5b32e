MODULE main;

FROM Storage IMPORT ALLOCATE;

TYPE
  Block = POINTER TO ARRAY [0..999999] OF CHAR;
VAR
  block: Block;
  i: CARDINAL;
BEGIN
  LOOP
    NEW(block);
    FOR i := 0 TO 999999 DO
      block^[i] := 'x'
    END
  END
END main.
