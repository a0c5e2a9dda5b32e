program Echo;
var
  line: AnsiString;
begin
  while not Eof do
  begin
    ReadLn(line);
    WriteLn(line);
  end;
end.
