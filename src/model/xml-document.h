/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/command-text.h"
#include "model/hardware.h"
#include "virt/definition.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_XML_DOCUMENT (hangar_xml_document_get_type ())
G_DECLARE_FINAL_TYPE (HangarXmlDocument, hangar_xml_document, HANGAR, XML_DOCUMENT, GObject)

HangarXmlDocument *hangar_xml_document_new_for_hardware (HangarHardware *hardware);
HangarXmlDocument *hangar_xml_document_new (HangarConnection *connection, const HangarVirtDefinition *what,
                                            const char *name);
HangarXmlDocument *hangar_xml_document_new_for_snapshot (HangarDomain *domain, const char *name);

char *hangar_xml_document_dup_title (HangarXmlDocument *self);
const char *hangar_xml_document_get_xml (HangarXmlDocument *self);
const GError *hangar_xml_document_get_error (HangarXmlDocument *self);
const char *hangar_xml_document_get_refusal (HangarXmlDocument *self);
HangarCommandText *hangar_xml_document_dup_commands (HangarXmlDocument *self, const char *edited);

void hangar_xml_document_reload (HangarXmlDocument *self);
void hangar_xml_document_store_async (HangarXmlDocument *self, const char *base, const char *edited,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_xml_document_store_finish (HangarXmlDocument *self, GAsyncResult *result, char **pending,
                                           GError **error);

G_END_DECLS
