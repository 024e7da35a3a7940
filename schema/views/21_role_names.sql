create view role_names as
select unnest([
    'accounting', 'accounts', 'admin', 'all', 'billing', 'booking', 'bookings', 'buchhaltung',
    'buero', 'careers', 'company', 'compras', 'contact', 'contacto', 'contatti', 'customerservice',
    'desk', 'einkauf', 'enquiries', 'events', 'everyone', 'finance', 'frontdesk', 'hello', 'help',
    'helpdesk', 'hi', 'hola', 'hr', 'info', 'information', 'inquiries', 'invoice', 'invoices',
    'it', 'jobs', 'kontakt', 'legal', 'mail', 'marketing', 'media', 'office', 'operations',
    'order', 'orders', 'partners', 'payments', 'personal', 'post', 'presse', 'press', 'privacy',
    'procurement', 'projects', 'purchasing', 'rechnung', 'reception', 'recruiting', 'sales',
    'secretary', 'security', 'service', 'shop', 'staff', 'studio', 'support', 'team', 'tech',
    'ventas', 'vertrieb', 'webmaster', 'welcome'
]) as local_part;

comment on view role_names is 'Names before the @ of mailboxes that several people share: such an address shows nobody''s identity.';
comment on column role_names.local_part is 'The part before the @.';
