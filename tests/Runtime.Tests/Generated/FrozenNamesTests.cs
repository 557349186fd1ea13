using System.Reflection;
using Xunit;

namespace HotWeave.Runtime.Tests.Generated;

/// <summary>
/// What woven code and patches name is frozen: baselines that are deployed, and patches that are confirmed, call it by these names and signatures
/// for as long as they run.
/// </summary>
public sealed class FrozenNamesTests
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Generated", "FrozenNames.txt");

    [Fact]
    public void Nothing_that_deployed_code_names_is_gone_or_different()
    {
        var frozen = System.IO.File.ReadAllLines(File);
        Assert.True(frozen.Length > 80);
        var gone = frozen.Except(Names()).ToList();
        Assert.True(gone.Count == 0, "Deployed baselines and confirmed patches name what is gone:\n" + string.Join('\n', gone));
    }

    [Fact]
    public void What_new_woven_code_may_name_is_frozen_too()
    {
        var added = Names().Except(System.IO.File.ReadAllLines(File)).ToList();
        Assert.True(added.Count == 0, "Add to FrozenNames.txt, once it is meant to stay for ever:\n" + string.Join('\n', added));
    }

    private static IEnumerable<string> Names() =>
        typeof(HotSwap).Assembly.GetExportedTypes().Where(static type => type.Namespace == "HotWeave.Runtime")
            .SelectMany(static type => Members(type).Prepend(Describe(type))).Order(StringComparer.Ordinal);

    private static string Describe(Type type) => $"{type.FullName}: {(type.IsValueType ? "struct" : "class")}" + type switch
    {
        { IsAbstract: true, IsSealed: true } => ", static",
        { IsAbstract: true } => ", abstract",
        { IsSealed: true } => ", sealed",
        _ => "",
    };

    private static IEnumerable<string> Members(Type type) =>
        from member in type.GetMembers(Declared)
        where member is MethodBase { IsPublic: true } or MethodBase { IsFamily: true } or FieldInfo { IsPublic: true } or FieldInfo { IsFamily: true }
        select $"{type.FullName}.{Describe(member)}";

    // MemberInfo's own text has the types of parameters and result, and those of generic parameters by name.
    private static string Describe(MemberInfo member) => member switch
    {
        MethodBase { IsStatic: true } method => $"{method}: {Access(method.IsFamily)} static",
        MethodBase { IsAbstract: true } method => $"{method}: {Access(method.IsFamily)} abstract",
        MethodBase { IsVirtual: true } method => $"{method}: {Access(method.IsFamily)} virtual",
        MethodBase method => $"{method}: {Access(method.IsFamily)}",
        FieldInfo field => $"{field}: {Access(field.IsFamily)}{(field.IsStatic ? " static" : "")}",
        _ => throw new InvalidOperationException($"{member} is neither a method nor a field."),
    };

    private static string Access(bool isProtected) => isProtected ? "protected" : "public";
}
