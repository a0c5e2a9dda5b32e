program echo
  use, intrinsic :: iso_fortran_env, only: iostat_eor
  implicit none
  character(len=4096) :: part
  integer :: length, status
  do
    read (*, '(a)', advance='no', size=length, iostat=status) part
    if (status == 0) then
      write (*, '(a)', advance='no') part(1:length)
    else if (status == iostat_eor) then
      write (*, '(a)') part(1:length)
    else
      exit
    end if
  end do
end program
