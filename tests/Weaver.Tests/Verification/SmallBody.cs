using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using HotWeave.Weaver.Verification;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests.Verification;

/// <summary>A module with one class and one method in it, made of instructions, written, read and verified.</summary>
internal sealed class SmallBody
{
    public SmallBody(string returns = "Void", params string[] parameters)
    {
        Module = ModuleDefinition.CreateModule("Small", new ModuleParameters { Kind = ModuleKind.Dll, Runtime = TargetRuntime.Net_4_0 });
        Module.AssemblyReferences.Add(new AssemblyNameReference("System.Private.CoreLib", new Version(10, 0, 0, 0)));
        Type = new TypeDefinition("", "Case", TypeAttributes.Public | TypeAttributes.Class, Core("Object"));
        Module.Types.Add(Type);
        Method = Add(Type, "M", MethodAttributes.Static, Core(returns), [.. parameters.Select(Core)]);
        IL = Method.Body.GetILProcessor();
    }

    public ModuleDefinition Module { get; }

    public TypeDefinition Type { get; }

    public MethodDefinition Method { get; }

    public ILProcessor IL { get; }

    /// <summary>A type of the core library: a primitive, or its full name behind <c>System.</c>.</summary>
    public TypeReference Core(string name)
    {
        var type = typeof(object).Assembly.GetType("System." + name, throwOnError: true)!;
        return Module.ImportReference(type);
    }

    public MethodReference CoreMethod(string type, string name, params Type[] parameters) =>
        Module.ImportReference(typeof(object).Assembly.GetType("System." + type, throwOnError: true)!.GetMethod(name, parameters)
            ?? throw new ArgumentException($"{type} has no {name}", nameof(name)));

    public MethodReference CoreConstructor(string type, params Type[] parameters) =>
        Module.ImportReference(typeof(object).Assembly.GetType("System." + type, throwOnError: true)!.GetConstructor(parameters)!);

    public static MethodDefinition Add(TypeDefinition type, string name, MethodAttributes attributes, TypeReference returns, params TypeReference[] parameters)
    {
        var method = new MethodDefinition(name, attributes | MethodAttributes.Public, returns) { HasThis = (attributes & MethodAttributes.Static) == 0 };
        foreach (var parameter in parameters)
            method.Parameters.Add(new ParameterDefinition(parameter));
        type.Methods.Add(method);
        return method;
    }

    public FieldDefinition AddField(TypeReference type, FieldAttributes attributes = FieldAttributes.Public)
    {
        var field = new FieldDefinition("f" + Type.Fields.Count, attributes, type);
        Type.Fields.Add(field);
        return field;
    }

    public VariableDefinition AddVariable(TypeReference type)
    {
        var variable = new VariableDefinition(type);
        Method.Body.Variables.Add(variable);
        return variable;
    }

    public GenericParameter AddParameter(params string[] constraints)
    {
        var parameter = new GenericParameter("T", Method);
        foreach (var constraint in constraints)
            parameter.Constraints.Add(new GenericParameterConstraint(Core(constraint)));
        Method.GenericParameters.Add(parameter);
        return parameter;
    }

    /// <summary>The body verifies.</summary>
    public void Holds() => Assert.True(Verify() is not { } finding, Verify()?.ToString());

    /// <summary>The body does not, and the finding names what was expected and what is there.</summary>
    public void Breaks(string expected, string found)
    {
        var finding = Verify();
        Assert.True(finding is not null, "it verifies");
        Assert.Contains(expected, finding.Expected, StringComparison.Ordinal);
        Assert.Contains(found, finding.Found, StringComparison.Ordinal);
    }

    /// <summary>Whether the JIT compiler takes the body.</summary>
    public bool IsCompiled()
    {
        using var stream = new MemoryStream();
        Module.Write(stream);
        stream.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            RuntimeHelpers.PrepareMethod(context.LoadFromStream(stream).GetType("Case", throwOnError: true)!.GetMethod("M")!.MethodHandle);
            return true;
        }
        catch (Exception e) when (e is TypeLoadException or System.Security.VerificationException or InvalidProgramException)
        {
            return false;
        }
        finally
        {
            context.Unload();
        }
    }

    private Finding? Verify()
    {
        using var stream = new MemoryStream();
        Module.Write(stream);
        stream.Position = 0;
        using var resolver = new HotWeave.Weaver.Reading.ReferenceResolver(AppContext.BaseDirectory, []);
        using var read = ModuleDefinition.ReadModule(stream, new ReaderParameters { AssemblyResolver = resolver });
        return ModuleVerifier.Verify(read).SingleOrDefault();
    }
}
