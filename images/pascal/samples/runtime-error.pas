program Failing;
var
  zero: Integer;
begin
  zero := 0;
  WriteLn(1 div zero);
end.
