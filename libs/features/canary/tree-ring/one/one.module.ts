// Canary: two features that import each other.
import { TwoModule } from '../two/two.module.ts'

export const OneModule = { imports: [() => TwoModule] }
