"""WhatsApp: messages in and out by Meta's Cloud API."""

from tanggap.channels.whatsapp.adapter import WhatsApp

ADAPTER = WhatsApp()
