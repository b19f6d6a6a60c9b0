import {
  AuthModule,
  CoreModule,
  ExportsModule,
  ImportsModule,
  JobHandlersModule,
  ProvidersModule,
  SampleModule,
  type Config,
} from '@enrichify/features'
import { Module, type DynamicModule } from '@nestjs/common'

/** The features that commands use, without a server: jobs run in this process. */
@Module({ imports: [AuthModule, ImportsModule, ExportsModule, ProvidersModule, SampleModule, JobHandlersModule] })
export class CliModule {
  static forRoot(config: Config): DynamicModule {
    return { module: CliModule, imports: [CoreModule.forRoot('cli', config)] }
  }
}
