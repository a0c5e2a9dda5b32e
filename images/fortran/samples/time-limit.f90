program spinning
  implicit none
  integer, volatile :: turns = 0
  do
    turns = ieor(turns, 1)
  end do
end program
