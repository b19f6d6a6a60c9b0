import { AuthModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { JwtModule } from '@nestjs/jwt'
import { AccessTokens } from './access-tokens.ts'
import { AuthController } from './auth.controller.ts'
import { WorkspaceController } from './workspace.controller.ts'

/** Signing in, sessions, members and tokens over HTTP, and the access tokens that open sockets. */
@Module({
  imports: [AuthModule, JwtModule.register({})],
  controllers: [AuthController, WorkspaceController],
  providers: [AccessTokens],
  exports: [AccessTokens],
})
export class AuthApiModule {}
