/// <reference path="/etc/shadow" />
/// <reference path="/proc/1/environ" />
import passwd from "/etc/passwd";
console.log("contained");
