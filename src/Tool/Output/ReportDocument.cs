using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HotWeave.Tool.Output;

/// <summary>
/// What a process reports, as the document of the command that asked. In JSON the report's members stand among the document's own, after the process's id.
/// </summary>
/// <typeparam name="TReport">The report, which others than the tool read as well.</typeparam>
internal abstract record ReportDocument<TReport> : Document
    where TReport : class, new()
{
    /// <summary>The process's id, as the operator has it: in a container the process has another one of its own.</summary>
    [JsonPropertyOrder(-1)]
    public required int ProcessId { get; init; }

    /// <summary>The report.</summary>
    [JsonPropertyOrder(-1)]
    public TReport Report { get; set; } = new();
}

/// <summary>Lets the JSON of a document have its report's members instead of the report.</summary>
internal static class ReportMembers
{
    /// <summary>Puts a report's members where the report is; what the document has itself stays the document's.</summary>
    public static void Flatten(JsonTypeInfo document)
    {
        if (document.Type.BaseType is not { IsGenericType: true } parent || parent.GetGenericTypeDefinition() != typeof(ReportDocument<>))
            return;
        var members = document.Properties;
        var report = members.Single(p => p.PropertyType == parent.GenericTypeArguments[0]);
        var at = members.IndexOf(report);
        members.RemoveAt(at);
        var known = members.Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var member in document.Options.GetTypeInfo(report.PropertyType).Properties)
        {
            if (member is not { Get: { } get, Set: { } set } || known.Contains(member.Name))
                continue;
            var flat = document.CreateJsonPropertyInfo(member.PropertyType, member.Name);
            flat.Order = report.Order;
            flat.Get = d => get(report.Get!(d)!);
            flat.Set = (d, value) => set(report.Get!(d)!, value);
            members.Insert(at++, flat);
        }
    }
}
