-- The lists of accounts, keys and audit entries go page by page along an index, filtered or not.
create index account_list_of_tenant on account (tenant_id, name);
drop index account_tenant;
create index api_key_list on api_key (created_at desc, id desc);
create index api_key_list_of_tenant on api_key (tenant_id, created_at desc, id desc);
drop index api_key_tenant;
create index audit_entry_of_actor on audit_entry (actor, id desc);
create index audit_entry_of_action on audit_entry (action, id desc);
create index audit_entry_of_subject on audit_entry (left(subject, 200), id desc);
create index audit_entry_at on audit_entry (at, id);
