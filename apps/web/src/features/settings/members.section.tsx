import { invite, listMembers, removeMember, revokeInvitation, setMemberRole, type Member } from '@enrichify/contracts'
import { ROLES, type Role } from '@enrichify/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserMinus, X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed, useMe } from '../../api/use-session.ts'
import { ask } from '../../ui/ask.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { errorText } from '../../ui/error-text.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { ago, fullTime } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toastProblem } from '../../ui/toast.ts'
import { SecretOnce } from './secret-once.tsx'

const ROLE_OPTIONS = ROLES.map((role) => ({ value: role, label: role.charAt(0).toUpperCase() + role.slice(1) }))
const ROLE_WORDS = {
  viewer: 'sees everything',
  editor: 'edits, imports and exports',
  operator: 'also runs columns and deletes',
  manager: 'also manages members',
} satisfies Record<Role, string>

export function MembersSection() {
  const me = useMe()
  const client = useQueryClient()
  const mayManage = useAllowed('members.manage')
  const query = useQuery({ queryKey: keys.members(), queryFn: ({ signal }) => call(listMembers, { signal }) })
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: (error) => toastProblem(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.members() }),
  })
  const remove = async ({ userId, name }: Member) => {
    const title = `Remove ${name}?`
    const text = 'They lose access at once, on all their devices. What they did stays in the history under their name.'
    if (await ask({ title, text, yes: 'Remove', danger: true }))
      change.mutate(() => call(removeMember, { params: { userId } }))
  }
  return (
    <div className="flex flex-col gap-6">
      {query.isPending && <Skeleton className="h-24" />}
      {query.isError && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      <ul className="divide-y divide-line">
        {query.data?.members.map((member) => (
          <li key={member.userId} className="flex flex-wrap items-center gap-3 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">
                {member.name} {member.userId === me.user.id && <span className="font-normal text-quiet">(you)</span>}
              </p>
              <p className="text-small break-words text-quiet">
                {member.email ?? 'no e-mail'} · joined {ago(member.joinedAt)}
              </p>
            </div>
            <SelectField
              label={`Role of ${member.name}`}
              hideLabel
              value={member.role}
              disabled={mayManage !== true}
              onValue={(role) =>
                change.mutate(() => call(setMemberRole, { params: { userId: member.userId }, body: { role } }))
              }
              options={ROLE_OPTIONS}
            />
            <IconButton
              icon={UserMinus}
              label={`Remove ${member.name}`}
              allowed={member.userId === me.user.id ? 'You cannot remove yourself.' : mayManage}
              onClick={() => void remove(member)}
            />
          </li>
        ))}
        {query.data?.invitations.map((invitation) => (
          <li key={invitation.id} className="flex items-center gap-3 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="truncate text-muted">{invitation.email ?? 'Open invitation'}</p>
              <p className="text-small text-quiet" title={fullTime(invitation.expiresAt)}>
                Invited as {invitation.role} {ago(invitation.createdAt)}, until {fullTime(invitation.expiresAt)}
              </p>
            </div>
            <IconButton
              icon={X}
              label="Cancel the invitation"
              allowed={mayManage}
              onClick={() => change.mutate(() => call(revokeInvitation, { params: { id: invitation.id } }))}
            />
          </li>
        ))}
      </ul>
      {mayManage === true ? (
        <InviteForm onInvited={() => void client.invalidateQueries({ queryKey: keys.members() })} />
      ) : (
        <p className="text-quiet">{mayManage}</p>
      )}
    </div>
  )
}

function InviteForm({ onInvited }: { onInvited: () => void }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('editor')
  const send = useMutation({
    mutationFn: () => call(invite, { body: { role, ...(email ? { email } : {}) } }),
    onSuccess: () => {
      setEmail('')
      onInvited()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form onSubmit={submit} className="flex max-w-reading flex-col gap-3 border-t border-line pt-5">
      <h2 className="font-semibold">Invite someone</h2>
      <TextField
        label="E-mail (optional)"
        type="email"
        hint="With an e-mail, only that address can use the link."
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <SelectField
        label="Role"
        hint={`${/^[aeiou]/.test(role) ? 'An' : 'A'} ${role} ${ROLE_WORDS[role]}.`}
        value={role}
        onValue={setRole}
        options={ROLE_OPTIONS}
      />
      {send.isError && <ErrorLine error={send.error} />}
      <Button type="submit" tone="primary" busy={send.isPending} className="self-start">
        Make a link
      </Button>
      {send.data && (
        <SecretOnce
          label="Send this link; it is shown once"
          secret={`${location.origin}/register?invitation=${encodeURIComponent(send.data.token)}`}
        />
      )}
    </form>
  )
}
