import { Module } from '@nestjs/common'
import { AuthService } from './auth.service.ts'
import { WorkspaceService } from './workspace.service.ts'

/** Who people are, and which workspace they are in with which role. */
@Module({
  providers: [AuthService, WorkspaceService],
  exports: [AuthService, WorkspaceService],
})
export class AuthModule {}
