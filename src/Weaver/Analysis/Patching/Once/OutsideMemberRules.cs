using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Judges what a patch adds for others to find by reflection. Properties and fields that an attribute from outside marks are refused, unless the request accepts that: an injected
/// property would be null. What frameworks call is named in one message.
/// </summary>
internal sealed class OutsideMemberRules(IReadOnlyList<AssemblyMatch> matches, IReadOnlyCollection<string> accepted, DiagnosticSink sink)
{
    private const int Most = 10;

    /// <summary>Looks at the types that differ.</summary>
    public void Check()
    {
        foreach (var match in matches.Where(static m => !m.Pair.IsNewProject))
        {
            foreach (var type in match.Untouched.OthersIn(match.Pair.New).Where(static t => !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsAnonymous(t)))
            {
                if (!type.IsEnum && match.OldOf(type) is { } old)
                    CheckMembers(type, old, match);
            }
        }

        CheckEntryPoints();
    }

    private void CheckMembers(TypeDefinition type, TypeDefinition old, AssemblyMatch match)
    {
        foreach (var property in type.Properties.Where(p => old.Properties.All(o => o.Name != p.Name)))
            CheckMember(property, type);
        foreach (var @event in type.Events.Where(e => old.Events.All(o => o.Name != e.Name)))
            CheckMember(@event, type);
        // The field behind a property or an event has its attributes by it.
        foreach (var field in type.Fields.Where(f => match.OldOf(f) is null && old.Fields.All(o => o.Name != f.Name) && !GeneratedCode.HasGeneratedFieldName(f)))
            CheckMember(field, type);
    }

    private void CheckMember(IMemberDefinition member, TypeDefinition type)
    {
        var marks = OutsideMarks.Find(member).Select(static a => AttributeName(a)).Distinct().ToList();
        if (marks.Count == 0)
            return;
        var name = $"{ReadableName.Of(type)}.{member.Name}";
        var descriptor = accepted.Contains(EditDiagnostics.MarkedMemberAdded.Id) ? EditDiagnostics.MarkedMemberAccepted : EditDiagnostics.MarkedMemberAdded;
        sink.Report(descriptor.At(name, LocationOf(member, type), name, string.Join(", ", marks)));
    }

    private static SourceLocation? LocationOf(IMemberDefinition member, TypeDefinition type) =>
        member is PropertyDefinition property && (property.GetMethod ?? property.SetMethod) is { } accessor ? SymbolLocation.Of(accessor) ?? SymbolLocation.Of(type) : SymbolLocation.Of(type);

    private static string AttributeName(CustomAttribute attribute)
    {
        const string suffix = "Attribute";
        var name = attribute.AttributeType.Name;
        return $"[{(name.EndsWith(suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - suffix.Length) : name)}]";
    }

    private void CheckEntryPoints()
    {
        var found = new List<(string Name, SourceLocation? Location)>();
        foreach (var match in matches)
        {
            foreach (var type in match.Untouched.OthersIn(match.Pair.New).Where(static t => !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsAnonymous(t)))
            {
                if (match.OldOf(type) is not null)
                    found.AddRange(type.Methods.Where(m => match.OldOf(m) is null && FrameworkEntryPoints.IsOne(m)).Select(static m => (ReadableName.Of(m), SymbolLocation.Of(m))));
                else if (FrameworkEntryPoints.IsOne(type))
                    found.Add((ReadableName.Of(type), SymbolLocation.Of(type)));
            }
        }

        if (found.Count == 0)
            return;
        var names = string.Join(", ", found.Take(Most).Select(static f => f.Name)) + (found.Count > Most ? $" and {found.Count - Most} more" : "");
        sink.Report(EditDiagnostics.EntryPointsAdded.At(found[0].Name, found[0].Location, found.Count, names));
    }
}
