program hungry
  implicit none
  type :: block
    integer :: words(1000000)
    type(block), pointer :: next => null()
  end type
  type(block), pointer :: head, fresh
  head => null()
  do
    allocate (fresh)
    fresh%words = 1
    fresh%next => head
    head => fresh
  end do
end program
