import { AuthModule, IdempotencyModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core'
import { PassportModule } from '@nestjs/passport'
import { AccessGuard, JwtStrategy } from './access.ts'
import { IdempotencyInterceptor } from './idempotency.interceptor.ts'
import { ProblemFilter } from './problem.filter.ts'

/** What applies to every route: access, one effect per key, one form of errors. */
@Module({
  imports: [AuthModule, IdempotencyModule, PassportModule],
  providers: [
    JwtStrategy,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class HttpModule {}
