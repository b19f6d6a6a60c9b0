// Canary: this module imports no other, and its service uses another feature all the same.
export class OneModule {}
