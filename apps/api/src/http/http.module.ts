import { AuthModule, IdempotencyModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core'
import { PassportModule } from '@nestjs/passport'
import { AccessGuard, JwtStrategy } from './access.ts'
import { IdempotencyInterceptor } from './idempotency.interceptor.ts'
import { ProblemFilter } from './problem.filter.ts'
import { AddressLimit, limitsOfRequests, PrincipalLimit, WorkLimit } from './throttle.ts'

/** What applies to every route: limits, access, one effect per key, one form of errors. */
@Module({
  imports: [AuthModule, IdempotencyModule, PassportModule, limitsOfRequests],
  providers: [
    JwtStrategy,
    { provide: APP_GUARD, useClass: AddressLimit },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: PrincipalLimit },
    { provide: APP_GUARD, useClass: WorkLimit },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class HttpModule {}
