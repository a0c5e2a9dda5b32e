class Main {
	static function main() {
		throw "wrong";
	}
}
