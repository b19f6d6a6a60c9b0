export class TwoModule {}
