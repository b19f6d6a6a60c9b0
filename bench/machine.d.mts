/** The time, the machine, its load, Node and PostgreSQL: figures mean little without them. */
export function describeMachine(): Promise<string>
