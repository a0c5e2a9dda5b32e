console.log("this line must not be judged";
