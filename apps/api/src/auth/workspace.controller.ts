import {
  createToken,
  invite,
  listMembers,
  listTokens,
  removeMember,
  revokeInvitation,
  revokeToken,
  setMemberRole,
  type Empty,
  type Input,
  type Output,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { WorkspaceService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'

@Controller()
export class WorkspaceController {
  constructor(private readonly workspace: WorkspaceService) {}

  @Handles(listMembers)
  members(_input: Input<typeof listMembers>, @Who() who: Principal): Promise<Output<typeof listMembers>> {
    return this.workspace.list(who)
  }

  @Handles(setMemberRole)
  setRole({ params, body }: Input<typeof setMemberRole>, @Who() who: Principal): Promise<Output<typeof setMemberRole>> {
    return this.workspace.setRole(who, params.userId, body.role)
  }

  @Handles(removeMember)
  async removeMember({ params }: Input<typeof removeMember>, @Who() who: Principal): Promise<Empty> {
    await this.workspace.remove(who, params.userId)
    return {}
  }

  @Handles(invite)
  invite({ body }: Input<typeof invite>, @Who() who: Principal): Promise<Output<typeof invite>> {
    return this.workspace.invite(who, body)
  }

  @Handles(revokeInvitation)
  async revokeInvitation({ params }: Input<typeof revokeInvitation>, @Who() who: Principal): Promise<Empty> {
    await this.workspace.revokeInvitation(who, params.id)
    return {}
  }

  @Handles(listTokens)
  async tokens(_input: Input<typeof listTokens>, @Who() who: Principal): Promise<Output<typeof listTokens>> {
    return { tokens: await this.workspace.listTokens(who) }
  }

  @Handles(createToken)
  createToken({ body }: Input<typeof createToken>, @Who() who: Principal): Promise<Output<typeof createToken>> {
    return this.workspace.createToken(who, body)
  }

  @Handles(revokeToken)
  async revokeToken({ params }: Input<typeof revokeToken>, @Who() who: Principal): Promise<Empty> {
    await this.workspace.revokeToken(who, params.id)
    return {}
  }
}
