using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Trees;

/// <summary>
/// The patch's methods that build nodes of expression trees where a member of a deployed type is a static method of the patch, self first. They stand in for factories that take the
/// object and the member apart.
/// </summary>
internal sealed class TreeNodes(ModuleDefinition target)
{
    private const string ClassName = "<HotWeave>Trees";
    private const string CallName = "Call";
    private const string GetName = "Get";

    /// <summary><c>Expression Call(Expression instance, MethodInfo method, Expression[] arguments)</c></summary>
    /// <param name="expression">The type <c>Expression</c>.</param>
    public MethodDefinition Call(TypeReference expression) => Find(CallName) ?? MakeCall(expression);

    /// <summary><c>Expression Get(Expression instance, MethodInfo getter)</c></summary>
    /// <param name="expression">The type <c>Expression</c>.</param>
    public MethodDefinition Get(TypeReference expression) => Find(GetName) ?? MakeGet(expression);

    /// <summary>A factory of <c>Expression</c> that makes a call.</summary>
    public MethodReference Factory(TypeReference expression, params TypeReference[] parameters) =>
        target.CoreMethod(expression, "Call", false, new TypeReference("System.Linq.Expressions", "MethodCallExpression", target, expression.Scope), parameters);

    /// <summary><c>System.Reflection.MethodInfo</c></summary>
    public TypeReference MethodInfo => target.Core("System.Reflection", "MethodInfo");

    // arguments' = newarr Expression[arguments.Length + 1]; arguments'[0] = instance; Array.Copy(arguments, 0, arguments', 1, arguments.Length); Expression.Call(null, method, arguments')
    private MethodDefinition MakeCall(TypeReference expression)
    {
        var array = target.Core("System", "Array");
        var copy = target.CoreMethod(array, "Copy", false, target.TypeSystem.Void, array, target.TypeSystem.Int32, array, target.TypeSystem.Int32, target.TypeSystem.Int32);
        var method = Declare(CallName, expression, new ArrayType(expression));
        var all = new VariableDefinition(new ArrayType(expression));
        method.Body.Variables.Add(all);
        var code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldlen);
        code.Emit(OpCodes.Conv_I4);
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Add);
        code.Emit(OpCodes.Newarr, expression);
        code.Emit(OpCodes.Stloc, all);
        code.Emit(OpCodes.Ldloc, all);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Stelem_Ref);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ldloc, all);
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldlen);
        code.Emit(OpCodes.Conv_I4);
        code.Emit(OpCodes.Call, copy);
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldloc, all);
        code.Emit(OpCodes.Call, Factory(expression, expression, MethodInfo, new ArrayType(expression)));
        code.Emit(OpCodes.Ret);
        return method;
    }

    // Expression.Call(getter, instance)
    private MethodDefinition MakeGet(TypeReference expression)
    {
        var method = Declare(GetName, expression);
        var code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, Factory(expression, MethodInfo, expression));
        code.Emit(OpCodes.Ret);
        return method;
    }

    private MethodDefinition Declare(string name, TypeReference expression, params TypeReference[] more)
    {
        var type = target.GetType(ClassName);
        if (type is null)
        {
            type = new TypeDefinition("", ClassName, TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, target.TypeSystem.Object);
            target.Types.Add(type);
        }

        var method = new MethodDefinition(name, MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static, Factory(expression).ReturnType);
        foreach (var parameter in more.Prepend(MethodInfo).Prepend(expression))
            method.Parameters.Add(new ParameterDefinition(parameter));
        type.Methods.Add(method);
        return method;
    }

    private MethodDefinition? Find(string name) => target.GetType(ClassName)?.Methods.FirstOrDefault(m => m.Name == name);
}
