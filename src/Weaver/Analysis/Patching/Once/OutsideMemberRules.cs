using HotWeave.Weaver.Analysis.Patching.Contracts;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Judges what a patch adds for others to find by reflection. Properties and fields that an attribute from outside marks are refused,
/// unless the request accepts that: an injected property would be null. What frameworks call is named in one message.
/// </summary>
internal sealed class OutsideMemberRules(
    IReadOnlyList<AssemblyMatch> matches, AddedContracts contracts, ServedControllers controllers, IReadOnlyCollection<string> accepted, DiagnosticSink sink)
{
    private const int Most = 10;
    private readonly bool _isAccepted = accepted.Contains(EditDiagnostics.MarkedMemberAdded.Id);
    private readonly Lazy<ReflectedTypes> _reflected = new(() => new ReflectedTypes(matches));
    private readonly Lazy<ServedConsumers> _served = new(() => new ServedConsumers(matches));
    private readonly SiloIntegration _silo = new(matches);

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
        new GoneEntryPointRules(matches, controllers, sink).Check();
        CheckMessages();
        if (contracts.All.Count > 0)
            CheckUnknown();
    }

    // A serialiser that sees nothing of what the patch adds, beside one that does.
    private void CheckUnknown()
    {
        var served = _served.Value;
        foreach (var values in _reflected.Value.Unknown.GroupBy(static u => (u.Method, u.Consumer.Kind)).Select(static g => g.First()))
        {
            var name = values.Consumer.Kind switch
            {
                ConsumerKind.Json when !served.ShowsJson => "System.Text.Json",
                ConsumerKind.NewtonsoftJson when !served.ShowsNewtonsoft => "Newtonsoft.Json",
                _ => null,
            };
            if (name is not null)
                ReportUnserved(values.Method, name);
        }

        if (!served.LeavesControllers)
            return;
        foreach (var match in matches)
        {
            var calls = match.Pair.New.GetTypes().SelectMany(static t => t.Methods)
                .Where(static m => m.HasBody && m.Body.Instructions.Any(static i => i.Operand is MethodReference { Name: "AddNewtonsoftJson" }));
            foreach (var method in calls.Select(match.NewKeys.RootOf).Distinct())
                ReportUnserved(method, "controllers with Newtonsoft.Json");
        }
    }

    private void ReportUnserved(MethodDefinition method, string serialiser) =>
        sink.Report(EditDiagnostics.SerialiserUnserved.At(
            ReadableName.Describe(method), SymbolLocation.Find(method), ReadableName.Describe(method), serialiser));

    private void CheckMembers(TypeDefinition type, TypeDefinition old, AssemblyMatch match)
    {
        foreach (var property in type.Properties)
            CheckMember(property, type, IsAdded(property.GetMethod) || IsAdded(property.SetMethod), old.Properties.All(o => o.Name != property.Name));
        foreach (var @event in type.Events)
            CheckMember(@event, type, IsAdded(@event.AddMethod) || IsAdded(@event.RemoveMethod), old.Events.All(o => o.Name != @event.Name));
        // The field behind a property or an event has its attributes by it; what one can see of fields without is said where they are judged.
        foreach (var field in type.Fields.Where(f => match.OldOf(f) is null && old.Fields.All(o => o.Name != f.Name) && !GeneratedCode.HasGeneratedFieldName(f)))
            CheckMember(field, type, false, true);

        bool IsAdded(MethodDefinition? accessor) => accessor is { IsPrivate: false } && match.OldOf(accessor) is null;
    }

    private void CheckMember(IMemberDefinition member, TypeDefinition type, bool isVisible, bool isNew)
    {
        var isShown = member is PropertyDefinition shown && contracts.Show(shown);
        var marks = isNew ? [.. OutsideMarks.Find(member).Where(a => !(isShown && _served.Value.Serve(a, _reflected.Value.FindConsumers(type)))).Select(static a => $"[{ReadableName.ShortenAttribute(a)}]").Distinct()] : new List<string>();
        var name = $"{ReadableName.Describe(type)}.{member.Name}";
        var location = LocationOf(member, type);
        if (marks.Count > 0)
            sink.Report((_isAccepted ? EditDiagnostics.MarkedMemberAccepted : EditDiagnostics.MarkedMemberAdded).At(name, location, name, string.Join(", ", marks)));
        else if (isShown)
            CheckShown((PropertyDefinition)member, type, name, location);
        else if (isVisible && member is PropertyDefinition { HasThis: true } && _reflected.Value.FindConsumers(type) is { Count: > 0 } consumers)
            ReportNotSeen(consumers, name, location);
        else if (isVisible)
            sink.Report(EditDiagnostics.NotVisibleToReflection.At(name, location, name));
    }

    private void CheckShown(PropertyDefinition property, TypeDefinition type, string name, SourceLocation? location)
    {
        var consumers = _reflected.Value.FindConsumers(type);
        var served = _served.Value;
        const string Attributes = "by its attributes";
        var json = consumers.FirstOrDefault(served.IsJson)?.Name
            ?? (served.ShowsJson && property.CustomAttributes.Any(ServedConsumers.IsForJson) ? Attributes : null);
        var newtonsoft = consumers.FirstOrDefault(served.IsNewtonsoft)?.Name
            ?? (served.ShowsNewtonsoft && property.CustomAttributes.Any(ServedConsumers.IsForNewtonsoft) ? Attributes : null);
        if (json is not null)
            sink.Report(EditDiagnostics.ShownToJson.At(name, location, name, json));
        if (newtonsoft is not null)
            sink.Report(EditDiagnostics.ShownToNewtonsoft.At(name, location, name, newtonsoft));
        if (json is null && newtonsoft is null && consumers.Count == 0)
            sink.Report(EditDiagnostics.NotVisibleToReflection.At(name, location, name));
        if (consumers.FirstOrDefault(served.IsModel) is { } binder)
            sink.Report(EditDiagnostics.ShownToModels.At(name, location, name, binder.Name));
        if (consumers.FirstOrDefault(served.IsOptions) is { } options)
            sink.Report(EditDiagnostics.ShownToOptions.At(name, location, name, options.Name));
        ReportNotSeen([.. consumers.Where(c => !served.IsJson(c) && !served.IsNewtonsoft(c) && !served.IsModel(c) && !served.IsOptions(c))], name, location);
    }

    private void ReportNotSeen(IReadOnlyList<ReflectionConsumer> consumers, string name, SourceLocation? location)
    {
        if (consumers.Count > 0)
            sink.Report(EditDiagnostics.NotSeenByConsumer.At(name, location, name, string.Join(" and ", consumers.Select(static c => c.Name))));
    }

    private static SourceLocation? LocationOf(IMemberDefinition member, TypeDefinition type) =>
        member switch
    {
        PropertyDefinition property => SymbolLocation.Find(property.GetMethod ?? property.SetMethod),
        EventDefinition @event => SymbolLocation.Find(@event.AddMethod),
        _ => null,
    } ?? SymbolLocation.Find(type);

    private void CheckEntryPoints()
    {
        var found = new List<(string Name, SourceLocation? Location)>();
        foreach (var match in matches)
        {
            foreach (var type in match.Untouched.OthersIn(match.Pair.New).Where(static t => !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsAnonymous(t)))
            {
                if (match.OldOf(type) is not null)
                {
                    found.AddRange(type.Methods
                        .Where(m => match.OldOf(m) is null && FrameworkEntryPoints.IsOne(m) && !controllers.Serves(m) && !_silo.Serves(m))
                        .Select(static m => (ReadableName.Describe(m), SymbolLocation.Find(m))));
                }
                else if (controllers.Added.Contains(type))
                    sink.Report(EditDiagnostics.ControllerServed.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type)));
                else if (FrameworkEntryPoints.IsOne(type))
                    found.Add((ReadableName.Describe(type), SymbolLocation.Find(type)));
            }
        }

        if (found.Count == 0)
            return;
        var names = ReadableName.ListFirst([.. found.Select(static f => f.Name)], Most);
        sink.Report(EditDiagnostics.EntryPointsAdded.At(found[0].Name, found[0].Location, found.Count, names));
    }

    private void CheckMessages()
    {
        var names = _silo.FindUnserved().Select(ReadableName.Describe).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > 0)
            sink.Report(EditDiagnostics.MessagesAdded.At(names[0], null, names.Count, ReadableName.ListFirst(names, Most)));
    }
}
