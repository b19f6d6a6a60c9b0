import { ServerModule, type Config } from '@enrichify/features'
import { Module, type DynamicModule } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core'
import { JwtModule } from '@nestjs/jwt'
import { PassportModule } from '@nestjs/passport'
import { AuthController } from './auth/auth.controller.ts'
import { ChatsController } from './chats/chats.controller.ts'
import { EnrichmentController } from './enrichment/enrichment.controller.ts'
import { TrialsController } from './enrichment/trials.controller.ts'
import { ExportController } from './export/export.controller.ts'
import { HealthController } from './health/health.controller.ts'
import { AccessGuard, AccessTokens, JwtStrategy } from './http/access.ts'
import { IdempotencyInterceptor } from './http/idempotency.interceptor.ts'
import { ProblemFilter } from './http/problem.filter.ts'
import { ImportsController } from './imports/imports.controller.ts'
import { LiveGateway } from './live/live.gateway.ts'
import { ProvidersController } from './providers/providers.controller.ts'
import { SpendingController } from './spending/spending.controller.ts'
import { RowsController } from './websets/rows.controller.ts'
import { WebsetsController } from './websets/websets.controller.ts'
import { WorkspaceController } from './workspaces/workspace.controller.ts'

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [ServerModule.forRoot('api', config), PassportModule, JwtModule.register({})],
      controllers: [
        AuthController,
        WorkspaceController,
        WebsetsController,
        RowsController,
        ImportsController,
        EnrichmentController,
        TrialsController,
        ChatsController,
        ExportController,
        ProvidersController,
        SpendingController,
        HealthController,
      ],
      providers: [
        AccessTokens,
        JwtStrategy,
        LiveGateway,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    }
  }
}
