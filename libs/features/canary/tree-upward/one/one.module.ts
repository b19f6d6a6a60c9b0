export class OneModule {}
