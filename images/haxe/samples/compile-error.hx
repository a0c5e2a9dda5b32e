class Main {
	static function main() {
		undeclared = 1;
	}
}
