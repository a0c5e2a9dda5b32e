fun main() {
    throw IllegalStateException("wrong")
}
