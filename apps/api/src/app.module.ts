import { CoreModule, type Config } from '@enrichify/features'
import { Module, type DynamicModule } from '@nestjs/common'
import { AuthApiModule } from './auth/auth.module.ts'
import { ChatsApiModule } from './chats/chats.module.ts'
import { EnrichmentApiModule } from './enrichment/enrichment.module.ts'
import { ExportsApiModule } from './exports/exports.module.ts'
import { HealthApiModule } from './health/health.module.ts'
import { HttpModule } from './http/http.module.ts'
import { ImportsApiModule } from './imports/imports.module.ts'
import { LiveApiModule } from './live/live.module.ts'
import { PagesApiModule } from './pages/pages.module.ts'
import { ProvidersApiModule } from './providers/providers.module.ts'
import { WebsetsApiModule } from './websets/websets.module.ts'

/** One line per feature. */
@Module({
  imports: [
    HttpModule,
    AuthApiModule,
    WebsetsApiModule,
    ImportsApiModule,
    ExportsApiModule,
    PagesApiModule,
    EnrichmentApiModule,
    ProvidersApiModule,
    ChatsApiModule,
    HealthApiModule,
    LiveApiModule,
  ],
})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return { module: AppModule, imports: [CoreModule.forRoot('api', config)] }
  }
}
