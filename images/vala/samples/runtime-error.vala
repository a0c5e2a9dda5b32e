int main () {
    error ("wrong");
}
