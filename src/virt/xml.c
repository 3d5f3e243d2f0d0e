/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt's documents by XPath: the one node that is meant is read or changed, all others are kept. */

#include "virt/xml.h"

#include <gio/gio.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <string.h>

/* A definition is some KiB; a daemon that sends more than this is up to something. */
#define LARGEST_DOCUMENT (16 * 1024 * 1024)

struct _HangarXml
{
  xmlDocPtr doc;
  xmlXPathContextPtr context;
};

static void
silence_cb (void *data, xmlErrorPtr error)
{
}

static void
set_parse_error (GError **error, xmlParserCtxtPtr parser)
{
  const xmlError *last = xmlCtxtGetLastError (parser);
  g_autofree char *text = g_strdup (last != NULL && last->message != NULL ? last->message : "not XML");

  g_strchomp (text);
  if (last != NULL && last->line > 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%d: %s", last->line, text);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, text);
}

/**
 * hangar_xml_new:
 * @text: (nullable): a document
 * @error: return location; the message begins with the line
 *
 * Parses a document: no network, no external entities, no expansion bombs.
 *
 * Returns: (transfer full) (nullable): the document
 */
HangarXml *
hangar_xml_new (const char *text, GError **error)
{
  gsize length = text != NULL ? strlen (text) : 0;
  xmlParserCtxtPtr parser;
  xmlDocPtr doc;
  HangarXml *self;

  if (length == 0 || length > LARGEST_DOCUMENT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, length == 0 ? "empty" : "too large");
      return NULL;
    }

  parser = xmlNewParserCtxt ();
  /* Some libraries turn this off for all: then the text would lose its lines. */
  parser->keepBlanks = 1;
  doc = xmlCtxtReadMemory (parser, text, (int) length, NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (doc == NULL)
    set_parse_error (error, parser);
  xmlFreeParserCtxt (parser);
  if (doc != NULL && doc->intSubset != NULL)
    {
      /* None of our documents has entities; those that would, grow when they are read. */
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a DOCTYPE is not accepted");
      g_clear_pointer (&doc, xmlFreeDoc);
    }
  if (doc == NULL)
    return NULL;

  self = g_new0 (HangarXml, 1);
  self->doc = doc;
  self->context = xmlXPathNewContext (doc);
  self->context->error = (xmlStructuredErrorFunc) silence_cb;
  return self;
}

/**
 * hangar_xml_free:
 * @self: (transfer full): a document
 */
void
hangar_xml_free (HangarXml *self)
{
  xmlXPathFreeContext (self->context);
  xmlFreeDoc (self->doc);
  g_free (self);
}

/**
 * hangar_xml_to_string:
 * @self: a document
 *
 * Returns: (transfer full): its text, without an XML declaration
 */
char *
hangar_xml_to_string (HangarXml *self)
{
  xmlBufferPtr buffer = xmlBufferCreate ();
  char *text;

  xmlNodeDump (buffer, self->doc, xmlDocGetRootElement (self->doc), 0, 0);
  text = g_strconcat ((const char *) xmlBufferContent (buffer), "\n", NULL);
  xmlBufferFree (buffer);
  return text;
}

static xmlXPathObjectPtr
evaluate (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = xmlXPathEvalExpression (BAD_CAST xpath, self->context);

  if (found != NULL && found->type == XPATH_NODESET && found->nodesetval != NULL &&
      found->nodesetval->nodeNr > 0)
    return found;
  if (found != NULL)
    xmlXPathFreeObject (found);
  return NULL;
}

/**
 * hangar_xml_get:
 * @self: a document
 * @xpath: an element or attribute
 *
 * Returns: (transfer full) (nullable): the text of the first that matches
 */
char *
hangar_xml_get (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlChar *content;
  char *text;

  if (found == NULL)
    return NULL;

  content = xmlNodeGetContent (found->nodesetval->nodeTab[0]);
  text = g_strdup ((const char *) content);
  xmlFree (content);
  xmlXPathFreeObject (found);
  return text;
}

/**
 * hangar_xml_get_all:
 * @self: a document
 * @xpath: elements or attributes
 *
 * Returns: (transfer full): the texts of all that match, in the order of the document
 */
GStrv
hangar_xml_get_all (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (int i = 0; found != NULL && i < found->nodesetval->nodeNr; i++)
    {
      xmlChar *content = xmlNodeGetContent (found->nodesetval->nodeTab[i]);

      g_strv_builder_add (texts, (const char *) content);
      xmlFree (content);
    }
  if (found != NULL)
    xmlXPathFreeObject (found);
  return g_strv_builder_end (texts);
}

/**
 * hangar_xml_dump:
 * @self: a document
 * @xpath: an element
 *
 * Returns: (transfer full) (nullable): the first element that matches, as XML
 */
char *
hangar_xml_dump (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlBufferPtr buffer;
  char *text;

  if (found == NULL)
    return NULL;
  buffer = xmlBufferCreate ();
  xmlNodeDump (buffer, self->doc, found->nodesetval->nodeTab[0], 0, 0);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  xmlXPathFreeObject (found);
  return text;
}

/**
 * hangar_xml_get_uint:
 * @self: a document
 * @xpath: an element or attribute
 *
 * Returns: its number, 0 when there is none
 */
guint64
hangar_xml_get_uint (HangarXml *self, const char *xpath)
{
  g_autofree char *text = hangar_xml_get (self, xpath);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
}

static guint64
unit_factor (const char *unit)
{
  static const char letters[] = "kmgtpe";
  const char *at;
  guint64 base, factor = 1;

  if (unit == NULL)
    return 1024;
  if (g_str_equal (unit, "b") || g_str_equal (unit, "bytes"))
    return 1;

  at = strchr (letters, g_ascii_tolower (unit[0]));
  if (at == NULL || *at == '\0')
    return 1024;
  /* "KB" counts in thousands, "K" and "KiB" in 1024, as libvirt has it. */
  base = g_ascii_strcasecmp (unit + 1, "b") == 0 ? 1000 : 1024;
  for (const char *letter = letters; letter <= at; letter++)
    factor *= base;
  return factor;
}

/**
 * hangar_xml_get_size:
 * @self: a document
 * @xpath: an element with a size and perhaps a unit (KiB without one)
 *
 * Returns: the size in bytes, 0 when there is none
 */
guint64
hangar_xml_get_size (HangarXml *self, const char *xpath)
{
  g_autofree char *unit_path = g_strconcat (xpath, "/@unit", NULL);
  g_autofree char *unit = hangar_xml_get (self, unit_path);

  return hangar_xml_get_uint (self, xpath) * unit_factor (unit);
}

/**
 * hangar_xml_count:
 * @self: a document
 * @xpath: a set of nodes
 *
 * Returns: how many there are
 */
guint
hangar_xml_count (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  guint n = found != NULL ? (guint) found->nodesetval->nodeNr : 0;

  if (found != NULL)
    xmlXPathFreeObject (found);
  return n;
}

/**
 * hangar_xml_get_element_name:
 * @self: a document, within hangar_xml_foreach()
 *
 * Returns: (transfer full): the name of the element that it stands at
 */
char *
hangar_xml_get_element_name (HangarXml *self)
{
  xmlNodePtr node = self->context->node;

  return g_strdup (node != NULL ? (const char *) node->name : "");
}

/**
 * hangar_xml_foreach:
 * @self: a document
 * @xpath: elements or attributes
 * @limit: how many at most
 * @func: (scope call): called for each, in the order of the document; must not change it
 * @user_data: for @func
 *
 * Returns: how many there were
 */
guint
hangar_xml_foreach (HangarXml *self, const char *xpath, guint limit, HangarXmlFunc func, gpointer user_data)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlNodePtr before = self->context->node;
  guint n;

  if (found == NULL)
    return 0;

  n = MIN ((guint) found->nodesetval->nodeNr, limit);
  for (guint i = 0; i < n; i++)
    {
      self->context->node = found->nodesetval->nodeTab[i];
      func (self, user_data);
    }
  self->context->node = before;
  xmlXPathFreeObject (found);
  return n;
}

/**
 * hangar_xml_set:
 * @self: a document
 * @xpath: an element or attribute that is there
 * @value: its new text
 *
 * Returns: whether it was there
 */
gboolean
hangar_xml_set (HangarXml *self, const char *xpath, const char *value)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlChar *escaped;

  if (found == NULL)
    return FALSE;

  /* xmlNodeSetContent() takes markup. */
  escaped = xmlEncodeSpecialChars (self->doc, BAD_CAST value);
  xmlNodeSetContent (found->nodesetval->nodeTab[0], escaped);
  xmlFree (escaped);
  xmlXPathFreeObject (found);
  return TRUE;
}

/**
 * hangar_xml_remove:
 * @self: a document
 * @xpath: elements or attributes
 *
 * Returns: how many were removed
 */
guint
hangar_xml_remove (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  guint n;

  if (found == NULL)
    return 0;

  n = (guint) found->nodesetval->nodeNr;
  for (guint i = 0; i < n; i++)
    {
      xmlNodePtr node = found->nodesetval->nodeTab[i];

      /* The white space before it goes with it, so that no empty line is left. */
      if (node->type == XML_ELEMENT_NODE && node->prev != NULL && xmlIsBlankNode (node->prev))
        {
          xmlNodePtr blank = node->prev;

          xmlUnlinkNode (blank);
          xmlFreeNode (blank);
        }
      xmlUnlinkNode (node);
      xmlFreeNode (node);
      found->nodesetval->nodeTab[i] = NULL;
    }
  xmlXPathFreeObject (found);
  return n;
}

/**
 * hangar_xml_append:
 * @self: a document
 * @parent_xpath: the element that gets it as its last child
 * @fragment: a well-formed element
 * @error: return location
 *
 * Returns: whether it was added
 */
gboolean
hangar_xml_append (HangarXml *self, const char *parent_xpath, const char *fragment, GError **error)
{
  xmlXPathObjectPtr parent = evaluate (self, parent_xpath);
  g_autoptr (HangarXml) other = NULL;

  if (parent == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no %s", parent_xpath);
      return FALSE;
    }

  other = hangar_xml_new (fragment, error);
  if (other != NULL)
    xmlAddChild (parent->nodesetval->nodeTab[0],
                 xmlDocCopyNode (xmlDocGetRootElement (other->doc), self->doc, 1));
  xmlXPathFreeObject (parent);
  return other != NULL;
}

/**
 * hangar_xml_test:
 * @self: a document
 * @condition: an XPath expression
 *
 * Returns: whether it holds
 */
gboolean
hangar_xml_test (HangarXml *self, const char *condition)
{
  xmlXPathObjectPtr found = xmlXPathEvalExpression (BAD_CAST condition, self->context);
  gboolean holds = found != NULL && xmlXPathCastToBoolean (found) != 0;

  if (found != NULL)
    xmlXPathFreeObject (found);
  return holds;
}

/**
 * hangar_xml_find:
 * @self: a document
 * @xpath: a set of nodes
 *
 * Returns: (transfer full): a path for each that names just that node, as long as none is added or removed
 */
GStrv
hangar_xml_find (HangarXml *self, const char *xpath)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  xmlXPathObjectPtr found = evaluate (self, xpath);

  for (int i = 0; found != NULL && i < found->nodesetval->nodeNr; i++)
    {
      xmlChar *path = xmlGetNodePath (found->nodesetval->nodeTab[i]);

      g_strv_builder_add (paths, (const char *) path);
      xmlFree (path);
    }
  if (found != NULL)
    xmlXPathFreeObject (found);
  return g_strv_builder_end (paths);
}

/**
 * hangar_xml_get_name:
 * @self: a document
 * @xpath: an element
 *
 * Returns: (transfer full) (nullable): its name, without a prefix
 */
char *
hangar_xml_get_name (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  char *name = found != NULL ? g_strdup ((const char *) found->nodesetval->nodeTab[0]->name) : NULL;

  if (found != NULL)
    xmlXPathFreeObject (found);
  return name;
}

/**
 * hangar_xml_get_line:
 * @self: a document
 * @xpath: an element
 *
 * Returns: the line on which it began in the text, 0 when there is none
 */
int
hangar_xml_get_line (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  int line = found != NULL ? (int) xmlGetLineNo (found->nodesetval->nodeTab[0]) : 0;

  if (found != NULL)
    xmlXPathFreeObject (found);
  return MAX (line, 0);
}

/**
 * hangar_xml_extract:
 * @self: a document
 * @xpath: an element
 *
 * Returns: (transfer full) (nullable): the XML of the first that matches
 */
char *
hangar_xml_extract (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlBufferPtr buffer;
  char *text;

  if (found == NULL)
    return NULL;

  buffer = xmlBufferCreate ();
  xmlNodeDump (buffer, self->doc, found->nodesetval->nodeTab[0], 0, 0);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  xmlXPathFreeObject (found);
  return text;
}

/* Where the last step of a path begins; a slash in a predicate does not count. */
static const char *
last_step (const char *xpath)
{
  const char *last = xpath;
  int depth = 0;

  for (const char *c = xpath; *c != '\0'; c++)
    {
      depth += *c == '[';
      depth -= *c == ']';
      if (*c == '/' && depth == 0)
        last = c + 1;
    }
  return last;
}

static xmlNodePtr
first_node (HangarXml *self, const char *xpath)
{
  xmlXPathObjectPtr found = evaluate (self, xpath);
  xmlNodePtr node = found != NULL ? found->nodesetval->nodeTab[0] : NULL;

  if (found != NULL)
    xmlXPathFreeObject (found);
  return node;
}

/* Makes the element of a step like "name" or "name[@attribute='value']". */
static xmlNodePtr
add_step (xmlNodePtr parent, const char *step)
{
  g_autoptr (GRegex) regex = g_regex_new ("^([\\w-]+)(?:\\[@([\\w-]+)='([^']*)'\\])?$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL, *attribute = NULL, *value = NULL;
  xmlNodePtr node;

  if (!g_regex_match (regex, step, 0, &match))
    return NULL;

  name = g_match_info_fetch (match, 1);
  attribute = g_match_info_fetch (match, 2);
  value = g_match_info_fetch (match, 3);
  /* Not xmlNewChild(): that would put it into the parent's namespace. */
  node = xmlAddChild (parent, xmlNewNode (NULL, BAD_CAST name));
  if (attribute != NULL && *attribute != '\0')
    xmlNewProp (node, BAD_CAST attribute, BAD_CAST value);
  return node;
}

static xmlNodePtr
ensure_element (HangarXml *self, const char *xpath)
{
  xmlNodePtr node = first_node (self, xpath);
  const char *step = last_step (xpath);
  g_autofree char *parent_path = NULL;
  xmlNodePtr parent;

  if (node != NULL || step <= xpath + 1)
    return node;
  parent_path = g_strndup (xpath, (gsize) (step - xpath) - 1);
  parent = ensure_element (self, parent_path);
  return parent != NULL ? add_step (parent, step) : NULL;
}

/* An element that only carried what was removed says nothing any more, and the schema may refuse it. A device
 * or a part of the definition's top stays. */
static void
prune (xmlNodePtr node)
{
  gboolean is_device = node->parent != NULL && xmlStrEqual (node->parent->name, BAD_CAST "devices");

  if (is_device || node->parent == NULL || node->parent->type != XML_ELEMENT_NODE ||
      node->properties != NULL || xmlChildElementCount (node) > 0)
    return;
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}

static void
take_away (HangarXml *self, const char *xpath)
{
  xmlNodePtr node = first_node (self, xpath);
  xmlNodePtr parent = node != NULL ? node->parent : NULL;

  if (node == NULL)
    return;
  if (node->type == XML_ATTRIBUTE_NODE)
    {
      xmlRemoveProp ((xmlAttrPtr) node);
      prune (parent);
    }
  else
    hangar_xml_remove (self, xpath);
}

/**
 * hangar_xml_put:
 * @self: a document
 * @xpath: an element or attribute; steps that are missing are made, so they must be plain: "name",
 * "name[@attribute='value']", "@attribute"
 * @value: (nullable): its text, or %NULL to take it away
 *
 * Makes it so, whether it was there or not.
 *
 * Returns: whether that could be done
 */
gboolean
hangar_xml_put (HangarXml *self, const char *xpath, const char *value)
{
  const char *step = last_step (xpath);
  g_autofree char *parent_path = NULL;
  xmlNodePtr parent;

  if (value == NULL)
    {
      take_away (self, xpath);
      return TRUE;
    }
  if (*step != '@')
    {
      xmlNodePtr node = ensure_element (self, xpath);

      /* An element that is there for its own sake keeps its children. */
      return node != NULL && (*value == '\0' || hangar_xml_set (self, xpath, value));
    }

  parent_path = g_strndup (xpath, step > xpath ? (gsize) (step - xpath) - 1 : 0);
  parent = ensure_element (self, parent_path);
  return parent != NULL && xmlSetProp (parent, BAD_CAST (step + 1), BAD_CAST value) != NULL;
}

/**
 * hangar_xml_replace:
 * @self: a document
 * @xpath: an element
 * @fragment: a well-formed element
 * @error: return location
 *
 * Returns: whether it stands in its place now
 */
gboolean
hangar_xml_replace (HangarXml *self, const char *xpath, const char *fragment, GError **error)
{
  xmlNodePtr old = first_node (self, xpath);
  g_autoptr (HangarXml) other = NULL;

  if (old == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no %s", xpath);
      return FALSE;
    }
  other = hangar_xml_new (fragment, error);
  if (other == NULL)
    return FALSE;

  xmlReplaceNode (old, xmlDocCopyNode (xmlDocGetRootElement (other->doc), self->doc, 1));
  xmlFreeNode (old);
  return TRUE;
}

/**
 * hangar_xml_canonicalise:
 * @text: a document
 * @error: return location
 *
 * Writes a document so that two that mean the same read the same: attributes in order, no white space between
 * elements; comments stay.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
hangar_xml_canonicalise (const char *text, GError **error)
{
  g_autoptr (HangarXml) xml = hangar_xml_new (text, error);
  g_autofree char *plain = NULL;
  xmlChar *canonical = NULL;
  xmlDocPtr doc;
  char *copy;

  if (xml == NULL)
    return NULL;
  plain = hangar_xml_to_string (xml);
  doc = xmlReadMemory (plain, (int) strlen (plain), NULL, NULL,
                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS);
  if (doc == NULL || xmlC14NDocDumpMemory (doc, NULL, XML_C14N_1_0, NULL, 1, &canonical) < 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no canonical form");
  copy = g_strdup ((const char *) canonical);
  xmlFree (canonical);
  if (doc != NULL)
    xmlFreeDoc (doc);
  return copy;
}
