/** The request does not have the shape of its contract; `issues` name every part that is wrong. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest'
  readonly issues: { path: string; message: string }[]
  constructor(issues: { path: string; message: string }[]) {
    super('The request is not valid')
    this.issues = issues.slice(0, 50)
  }
}
